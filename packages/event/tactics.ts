/**
 * Tactics of MITRE ATT&CK Enterprise 19 in the order of the matrix, as Sigma tags name them, and `defense-evasion`, which
 * version 19 split into stealth and defense impairment and which older rules still carry.
 */
export const TACTICS = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'stealth',
  'defense-evasion',
  'defense-impairment',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
] as const;
