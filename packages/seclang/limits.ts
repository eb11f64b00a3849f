/** Bytes of one regular expression. PCRE's own limit is 64 KiB of compiled code; CRS's longest pattern has 12 KiB. */
export const REGEX_PATTERN_BYTES = 65_536;

/** Nested groups in one regular expression: the parser recurses once a level. */
export const REGEX_GROUP_DEPTH = 250;

/** Tests kept per rule for operator arguments that hold macros; past it the oldest is forgotten. */
export const BOUND_ARGUMENTS = 64;
