import { CRITICALITIES, type Criticality } from './criticality.ts';
import { type Entities, LEVELS, type Level } from './finding.ts';

/** Why something that a tenant knows makes an incident more urgent. */
export const STAKE_KINDS = ['asset', 'user', 'privileged', 'left'] as const;
type StakeKind = (typeof STAKE_KINDS)[number];

/** Something of consequence that an incident is about. */
export interface Stake {
  readonly kind: StakeKind;
  readonly criticality: Criticality;
  /** As the tenant's table has it. */
  readonly name: string;
}

/** A stake among the entities of a finding: its name comes last and may hold anything. */
export function writeStake({ kind, criticality, name }: Stake): string {
  return `${criticality}|${kind}|${name}`;
}

function readStake(text: string): Stake | undefined {
  const [criticality = '', kind = '', ...name] = text.split('|');
  const known = CRITICALITIES.find((word) => word === criticality);
  const why = STAKE_KINDS.find((word) => word === kind);
  return known === undefined || why === undefined ? undefined : { criticality: known, kind: why, name: name.join('|') };
}

/** What of consequence is among the entities, gravest first. */
export function stakesOf(entities: Entities): Stake[] {
  return (entities.stake ?? [])
    .flatMap((text) => readStake(text) ?? [])
    .sort((a, b) => CRITICALITIES.indexOf(b.criticality) - CRITICALITIES.indexOf(a.criticality));
}

/**
 * How urgent an incident is: as its gravest rule says, and one step more where something critical is at stake. What is
 * merely of high criticality lifts it up to `high`, so that `critical` stays for what is critical by its rule or its stake.
 */
export function priorityOf(level: Level, entities: Entities): Level {
  const [gravest] = stakesOf(entities);
  const most = gravest?.criticality === 'critical' ? 'critical' : gravest?.criticality === 'high' ? 'high' : level;
  const raised = LEVELS.indexOf(level) + 1;
  return LEVELS[Math.max(LEVELS.indexOf(level), Math.min(raised, LEVELS.indexOf(most)))] ?? level;
}
