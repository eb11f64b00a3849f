import { useTacticName } from './useTacticName.ts';

/** How far the attack went: one mark for each tactic reached, the last one named. */
export function TacticLine({ tactics }: { readonly tactics: readonly string[] }) {
  const name = useTacticName();
  const last = tactics.at(-1);
  if (last === undefined) return <span />;
  return (
    <span
      title={tactics.map(name).join(' → ')}
      style={{ display: 'inline-flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap', fontSize: '0.75rem' }}
    >
      <span aria-hidden="true" style={{ display: 'inline-flex', gap: 2 }}>
        {tactics.map((tactic) => (
          <span key={tactic} style={{ width: 6, height: 6, borderRadius: 1, background: 'var(--chart)' }} />
        ))}
      </span>
      {name(last)}
    </span>
  );
}
