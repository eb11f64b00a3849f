import styles from './QueryBox.module.css';

interface Props {
  readonly id: string;
  readonly options: readonly { readonly name: string; readonly type: string }[];
  readonly chosen: number;
  readonly onAccept: (name: string) => void;
}

/** Names that would complete the word at the caret. The focus stays in the box, as ARIA's combobox pattern wants. */
export function FieldOptions({ id, options, chosen, onAccept }: Props) {
  if (options.length === 0) return null;
  return (
    <div id={id} className={styles.list} role="listbox" tabIndex={-1}>
      {options.map(({ name, type }, index) => (
        <div
          key={name}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={styles.option}
          // Before the box loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(name);
          }}
        >
          <span className="mono">{name}</span>
          <span className={styles.type}>{type}</span>
        </div>
      ))}
    </div>
  );
}
