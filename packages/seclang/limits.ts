/** Bytes of one regular expression. PCRE's own limit is 64 KiB of compiled code; CRS's longest pattern has 12 KiB. */
export const REGEX_PATTERN_BYTES = 65_536;

/** Bytes of a value from which patterns with loops run as a DFA: below it backtracking is quicker, and bounded. */
export const BACKTRACKED_BYTES = 1_024;

/**
 * Bytes that the states of one pattern's DFA may take. Past it they are forgotten and built anew: a set of rules has some
 * 200 such patterns, and values of an attacker decide which states there are.
 */
export const AUTOMATON_BYTES = 1_048_576;

/** Nested groups in one regular expression: the parser recurses once a level. */
export const REGEX_GROUP_DEPTH = 250;

/** Tests kept per rule for operator arguments that hold macros; past it the oldest is forgotten. */
export const BOUND_ARGUMENTS = 64;

/** Files that include each other; past it a cycle is assumed. ModSecurity stops at 100 as well. */
export const INCLUDE_DEPTH = 50;

/** Rules chained to one another; CRS's longest chain has five links. */
export const CHAIN_LINKS = 100;

/** Bytes of a request body, `SecRequestBodyLimit`; the default of ModSecurity's recommended configuration. */
export const REQUEST_BODY_BYTES = 13_107_200;

/** Bytes of a request body without its files, `SecRequestBodyNoFilesLimit`; the default of ModSecurity 2. */
export const REQUEST_BODY_NO_FILES_BYTES = 1_048_576;

/** Bytes of a response body that are inspected, `SecResponseBodyLimit`; ModSecurity's default. */
export const RESPONSE_BODY_BYTES = 524_288;

/** Upper bound for the body limits a rule file may set: a JavaScript string has to hold the body. */
export const BODY_BYTES_CEILING = 268_435_456;

/** Arguments read from one request, `SecArgumentsLimit`; further ones set an error and are not split. */
export const ARGUMENTS = 1_000;

/** Nested arrays and objects of a JSON body, `SecRequestBodyJsonDepthLimit`. */
export const JSON_DEPTH = 512;

/** Bytes of the names of all values of a JSON body: a value's name holds those of everything around it. */
export const JSON_NAME_BYTES = 1_048_576;

/** Elements of an XML body that are kept, and how deep they may nest. */
export const XML_NODES = 100_000;
export const XML_DEPTH = 1_000;

/** Parts of a multipart body, and headers of one part; ModSecurity limits files to 100 and headers to 4 kB. */
export const MULTIPART_PARTS = 1_000;
export const MULTIPART_PART_HEADERS = 64;

/** Records and variables kept by the in-memory collections; past it the least recently used record goes. */
export const COLLECTION_RECORDS = 100_000;
export const COLLECTION_VARIABLES = 256;

/** Seconds a persistent collection lives after its last change, `SecCollectionTimeout`. */
export const COLLECTION_TIMEOUT_SECONDS = 3_600;

/** Variables of TX in one transaction: rules build names from request data. */
export const TX_VARIABLES = 4_096;

/** Characters of `msg` and `logdata` after their macros are expanded; ModSecurity cuts its log lines as well. */
export const LOG_TEXT_BYTES = 2_048;

/** Matched rules and matched variables kept of one transaction. */
export const MATCHED_RULES = 1_000;
export const MATCHED_VARIABLES = 4_096;
