/** What is normal on a site although a rule takes it for an attack. */
export interface Exclusion {
  /** Rule that is not to judge. */
  readonly rule: number;
  /** Where: a path as the client sends it, `*` at the end for all below. Everywhere on the site where absent. */
  readonly path?: string;
  /** What: `ARGS:comment`, `REQUEST_COOKIES:cart`, `REQUEST_HEADERS:Referer`. The whole request where absent. */
  readonly target?: string;
}

/** Who is turned away before any rule runs. */
export interface BlockEntry {
  readonly kind: 'address' | 'session' | 'account';
  /** Address or network; value of a cookie; user name of Basic or of a JWT's `sub`, `preferred_username` or `email`. */
  readonly value: string;
  /** ISO 8601; for ever where absent. */
  readonly expires?: string;
}

/** How the WAF treats a site. */
export interface SitePolicy {
  /** `http(s)://host:port` of the server behind. */
  readonly upstream: string;
  /** `block`: what reaches the threshold is stopped; `detect`: it is only reported. */
  readonly mode: 'block' | 'detect';
  /** 1 for every site; each level adds rules that ordinary requests trigger more often (OWASP CRS, paranoia levels). */
  readonly paranoia: 1 | 2 | 3 | 4;
  /** Score from which a request is stopped; a critical rule adds 5. */
  readonly threshold: number;
  readonly exclusions: readonly Exclusion[];
  readonly blocked: readonly BlockEntry[];
}

/** A new site only reports: nobody's customers are stopped by rules that have not yet seen them. */
export const DEFAULT_POLICY = { mode: 'detect', paranoia: 1, threshold: 5, exclusions: [], blocked: [] } as const;
