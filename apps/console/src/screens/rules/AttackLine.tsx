import { attackOf } from '../../ui/attack.ts';
import { useTacticName } from '../../ui/useTacticName.ts';

/** The tactics and techniques of a rule in one line. */
export function AttackLine({ tags }: { readonly tags: readonly string[] }) {
  const tacticName = useTacticName();
  const { tactics, techniques } = attackOf(tags);
  return (
    <span title={[...tactics.map(tacticName), ...techniques].join('\n')}>
      {tactics[0] !== undefined && tacticName(tactics[0])} <span className="mono">{techniques.join(' ')}</span>
    </span>
  );
}
