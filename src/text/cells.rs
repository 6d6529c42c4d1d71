//! What stands between the cells of a table in a text file.

/// The sign between the cells, by the first line of a table: a semicolon or a tab where one stands in it, else a comma.
pub fn separator(head: &str) -> char {
    [';', '\t'].into_iter().find(|sign| head.contains(*sign)).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::separator;

    #[test]
    fn the_first_line_tells() {
        assert_eq!(separator("participant,role"), ',');
        assert_eq!(separator("participant;role, or part\tof it"), ';');
        assert_eq!(separator("participant\trole, at first"), '\t');
        assert_eq!(separator("participant"), ',');
    }
}
