/** Limits of enrichment, each with the reason. */
export const ENRICH_LIMITS = {
  /** Addresses whose country and autonomous system are remembered: the same few talk all day. */
  rememberedAddresses: 20_000,
  /** Indicators of one list; the largest public ones have some hundred thousand. */
  listEntries: 300_000,
  /** Characters of a list as it is uploaded. */
  listChars: 24 * 1024 ** 2,
  /** Characters of one STIX pattern: some thousand values joined by OR. */
  patternChars: 262_144,
  /** Refused lines that are shown. */
  shownRefusals: 50,
} as const;
