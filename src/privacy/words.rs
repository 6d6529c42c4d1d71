//! Words that are names as well, and words that are none although they begin with a capital. Short on purpose: a list
//! that claimed to know the language would hide names from whoever trusts it.

/// English words that are first names or family names too. In lower case they are words.
const ORDINARY: &str = "will mark rose may grace hope bill jack june april august dawn eve faith joy iris ivy lily daisy \
    violet heather holly hazel pearl ruby amber jade crystal summer autumn robin jay rob pat sue art gene dick frank \
    ernest rusty sandy cliff dale glen heath lane ford wade chase hunter mason carter cooper tanner baker butler cook \
    smith taylor turner walker miller fisher carpenter parker porter potter weaver young king knight bishop pope prince \
    duke earl baron major marshall sergeant page price rich sharp short small strong swift wise wild white black brown \
    green gray grey gold silver stone steel wood woods field fields hill hills brook brooks rivers marsh moss forest \
    bush branch reed thorn berry pepper ginger sage basil clay sky skye star sunny stormy winter frost snow storm rain \
    gale day days week noon love lovely darling sweet bliss merry gay bright noble moody blunt grant chance lance miles \
    nick jimmy drew don guy max ray rex roy hank harry dean dane miles bob pip mike jean denim candy cherry olive plum \
    peach bean rice pickles flower flowers poppy fern ash oak elm birch willow bird wren swan drake martin jay hawk fox \
    wolf lamb bear buck hart long wills wells bond banks bridges church temple abbey court hall house rooms street park \
    penny cash rod peg belle kitty tiger melody harmony carol bell horn piper viola chord angel christian trinity mercy \
    charity prudence patience constance honour honor destiny felicity verity";

/// Words that English writes with a capital and that name nobody: days, months, feasts, tongues, peoples, titles, what
/// transcripts and studies say all the time.
const CAPITALISED: &str = "i i'm i've i'd i'll monday tuesday wednesday thursday friday saturday sunday mondays tuesdays \
    wednesdays thursdays fridays saturdays sundays january february march april may june july august september october \
    november december christmas easter ramadan eid diwali hanukkah halloween lent god lord bible quran jesus allah \
    english french german spanish italian polish welsh scottish irish british american european african asian chinese \
    indian urdu hindi punjabi bengali gujarati arabic turkish kurdish persian farsi dutch danish swedish norwegian \
    finnish russian ukrainian romanian portuguese greek latin somali japanese korean muslim islamic christian catholic \
    jewish hindu sikh buddhist england scotland wales britain ireland europe america africa asia london uk usa eu \
    internet google facebook whatsapp youtube zoom teams email covid brexit ok okay tv nhs mr mrs ms miss dr prof sir \
    madam dame lady reverend rev father sister brother interviewer interviewee participant respondent researcher \
    moderator facilitator speaker parent teacher pupil student nurse doctor carer mum dad mother mummy daddy gran nan \
    grandma grandad year key stage reception primary secondary english maths science mathematics history geography \
    music pe ict school special college hospital clinic university head deputy council local authority team support \
    education health care plan service needs inclusion manager government state inaudible crosstalk laughs laughter pause unclear sighs coughs unknown transcript interview";

/// Words that begin English sentences and answers often. A sentence that begins with another word that stands nowhere in
/// lower case may begin with a name.
const COMMON: &str = "a about above absolutely actually after afterwards again against ah all almost alone along already \
    alright also although always am amazing an and another any anybody anyone anything anyway apart apparently are \
    aren't around as ask at away back bad basically be because been before behind being believe besides best better \
    between both boy boys brilliant bring but by call came can can't cannot certainly children clearly come coming \
    completely correct could couldn't course cut day definitely depending depends despite did didn't different do does \
    doesn't doing don't done down due during each early either else enough er erm especially even eventually ever every \
    everybody everyone everything everywhere exactly except fair families family far fine finally first five following \
    for four from funny further gave general generally get getting girl girls give given go goes going gone good got \
    great guess had hadn't half hang happy hard hardly has hasn't have haven't having he he'd he'll he's hello help her \
    here here's hers hi him his hm hmm home honestly hopefully how how's however if imagine in including indeed initially \
    inside instead into is isn't it it'd it'll it's its itself just keep kids kind know last lately later least leave let \
    let's like listen literally little look looking lots lovely luckily made mainly make many maybe me mean meanwhile \
    might mine mm mmm more moreover most mostly much must my myself near nearly need neither never nevertheless new next \
    nice no nobody none nope nor normally not nothing now nowhere obviously occasionally of off often oh old on once one \
    ones only onto or other others otherwise our ours out outside over overall own particularly parents people perfect \
    perhaps personally place please plus possibly previously probably put quite rather really recently regarding right \
    sadly said same say saying school see seeing seems several shall she she'd she'll she's should shouldn't similarly \
    simply since six so some somebody somehow someone something sometimes somewhere soon sorry still such suddenly sure \
    surely take talk teachers tell ten thank thanks that that'd that'll that's the their theirs them themselves then \
    there there'd there'll there's therefore these they they'd they'll they're they've thing things think this those \
    though three through throughout thus time to today together told tomorrow too totally tried true truthfully trust \
    try two uh uhm um under understand unfortunately unless unlike until up upon us usually very wait waiting was wasn't \
    we we'd we'll we're we've well went were weren't what what's whatever when whenever where where's wherever whereas \
    whether which while who who's whoever whole whose why will with within without won't work working would wouldn't \
    wow yeah yep yes yesterday yet you you'd you'll you're you've your yours";

fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Whether a name (folded) is an ordinary word too.
pub(super) fn is_ordinary(folded: &str) -> bool {
    holds(ORDINARY, folded)
}

/// The words (folded) that are no names although they begin with a capital.
pub(super) fn capitalised() -> impl Iterator<Item = &'static str> {
    CAPITALISED.split_ascii_whitespace()
}

/// Words (folded) that begin sentences.
pub(super) fn common() -> impl Iterator<Item = &'static str> {
    COMMON.split_ascii_whitespace()
}
