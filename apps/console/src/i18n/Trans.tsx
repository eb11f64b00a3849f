import { Fragment, type ReactNode } from 'react';
import type { Key } from './catalogue.ts';
import { useI18n } from './I18nProvider.tsx';

interface Props {
  readonly k: Key;
  /** Elements for the text's `{name}` placeholders. */
  readonly values: Readonly<Record<string, ReactNode>>;
}

/** A text with elements inside it, in the order that the language wants. */
export function Trans({ k, values }: Props) {
  const { t } = useI18n();
  const parts = t(k).split(/\{(\w+)\}/g);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never reorder
    <Fragment key={index}>{index % 2 === 0 ? part : values[part]}</Fragment>
  ));
}
