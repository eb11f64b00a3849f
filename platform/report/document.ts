import type { Level } from '@haechi/event';
import type { Lang } from '@haechi/locales';

/** Kinds of report. */
export type ReportKind = 'incident' | 'analysis';

/**
 * A report as plain data, in one language, complete: renderers add layout and nothing else. Every string is text, never
 * markup; it may hold anything that an attacker wrote into a log.
 */
export interface ReportDocument {
  readonly kind: ReportKind;
  readonly lang: Lang;
  readonly title: string;
  readonly subtitle: string;
  /** Gravest level reported, for the colour band and its word; absent when there is no finding. */
  readonly level?: LevelMark;
  /** Printed at the foot of every page beside the page number. */
  readonly footer: string;
  /** When the report was made, ISO 8601 UTC. */
  readonly generated: string;
  /** The same for readers, with the remark that all times are UTC. */
  readonly made: string;
  /** Heading of the list of sections. */
  readonly contents: string;
  readonly sections: readonly Section[];
}

export interface Section {
  /** Stable anchor: `summary`, `facts`, `timeline`, … */
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A level with its word in the report's language, since colour is never the only sign. */
export interface LevelMark {
  readonly level: Level;
  readonly word: string;
}

export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  /** What a reader must not miss: things left out, limits. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'facts'; readonly rows: readonly Fact[] }
  | { readonly type: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  | {
      readonly type: 'card';
      readonly heading: string;
      readonly level: LevelMark;
      readonly facts: readonly Fact[];
      readonly text: string;
    }
  /** A record as its source wrote it, in fixed width. */
  | { readonly type: 'record'; readonly label: string; readonly text: string };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** `share` is the column's part of the width, relative to the others. */
interface Column {
  readonly label: string;
  readonly share: number;
}

export type Cell = string | LevelMark;
