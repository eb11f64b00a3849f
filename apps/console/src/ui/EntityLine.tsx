import type { Entities } from '@haechi/event';
import { entityLabel } from './entity.ts';
import { Icon } from './Icon.tsx';

const SHOWN = ['host', 'user', 'address'] as const;

/** The first host, user and address with how many more there are: a reminder, not the list. */
export function EntityLine({ entities }: { readonly entities: Entities }) {
  return SHOWN.map((kind) => {
    const [first, ...others] = entities[kind] ?? [];
    if (first === undefined) return null;
    return (
      <span key={kind} style={{ display: 'inline-flex', alignItems: 'center', gap: 4, marginRight: 12 }}>
        <Icon name={kind} size={13} />
        {entityLabel(kind, first)}
        {others.length > 0 && <span className="nums">{`+${others.length}`}</span>}
      </span>
    );
  });
}
