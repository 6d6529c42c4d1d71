# From codings.csv to the table of `emic frequencies --by role`: participants, transcripts and passages per theme and group.
#
#   emic export codings --to codings.csv
#   emic frequencies --by role --format csv > frequencies.csv
#   Rscript frequencies.R codings.csv role
#
# Prints theme, group, participants, transcripts, passages for every code that was used, with everything beneath it
# (--rollup subtree). Sets of codes are not in codings.csv.
suppressPackageStartupMessages({
  library(readr)
  library(dplyr)
})

args <- commandArgs(trailingOnly = TRUE)
rows <- read_csv(args[1], col_types = cols(.default = col_character()), na = character())
rows$by <- rows[[args[2]]]
rows <- rows %>% filter(path != "") %>% mutate(start = as.integer(start), end = as.integer(end))

# A coding counts for its code and for every code above it: one row for each level of the path.
levels_of <- function(path) {
  parts <- strsplit(path, " > ", fixed = TRUE)[[1]]
  vapply(seq_along(parts), function(n) paste(parts[1:n], collapse = " > "), "")
}
levels <- lapply(rows$path, levels_of)
rows <- rows[rep(seq_len(nrow(rows)), lengths(levels)), ] %>% mutate(theme = unlist(levels))

# Codings of one theme that share a character are one passage, whoever they belong to.
rows <- rows %>%
  arrange(theme, transcript, start, end) %>%
  group_by(theme, transcript) %>%
  mutate(reached = lag(cummax(end), default = -1L), passage = cumsum(start >= reached)) %>%
  ungroup()

# What the interviewer says belongs to nobody. A person with several values stands in several groups.
rows <- rows %>% filter(participant != "")
values <- lapply(rows$by, function(cell) if (cell == "") "(missing)" else trimws(strsplit(cell, ";", fixed = TRUE)[[1]]))
grouped <- rows[rep(seq_len(nrow(rows)), lengths(values)), ] %>% mutate(group = unlist(values))
grouped <- bind_rows(grouped, rows %>% mutate(group = "(all)"))

table <- grouped %>%
  group_by(theme, group) %>%
  summarise(
    participants = n_distinct(participant),
    transcripts = n_distinct(transcript),
    passages = n_distinct(paste(transcript, passage, participant, sep = "\r")),
    .groups = "drop"
  )
cat(format_csv(table))
