import type { NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { columnsOf, pathOfFile } from '../zeek/columns.ts';
import { zeekBody } from '../zeek/zeek-event.ts';
import type { Table } from './table.ts';

/** A row without header: a time, a Zeek uid, address, port, address, port. */
const ROW =
  /^(?:\d{9,10}\.\d{1,6}|X{10}\.X{6})\t[CF][0-9A-Za-z]{10,24}\t[0-9a-fA-F.:]{2,45}\t\d{1,5}\t[0-9a-fA-F.:]{2,45}\t\d{1,5}(?:\t|$)/;

/** Whether a line is a row of a Zeek log, for one that comes without its header. */
export function isZeekRow(line: string): boolean {
  return ROW.test(line);
}

/** Zeek's own TSV: `#separator`, `#set_separator`, `#empty_field`, `#unset_field`, `#path`, `#fields`, `#types`. */
export class ZeekTable implements Table {
  readonly decoder = 'zeek-tsv';
  private separator = '\t';
  private setSeparator = ',';
  private empty = '(empty)';
  private unset = '-';
  private path: string;
  private fields: readonly string[] | undefined;
  private types: readonly string[] = [];

  constructor(file: string | undefined) {
    this.path = pathOfFile(file);
  }

  directive(line: string): void {
    const space = line.startsWith('#separator') ? ' ' : this.separator;
    const [name, ...values] = line.split(space);
    if (name === '#separator') this.separator = character(values[0] ?? '\t');
    else if (name === '#set_separator') this.setSeparator = values[0] ?? ',';
    else if (name === '#empty_field') this.empty = values[0] ?? '(empty)';
    else if (name === '#unset_field') this.unset = values[0] ?? '-';
    else if (name === '#path') this.path = values[0] ?? '';
    else if (name === '#fields') this.fields = values;
    else if (name === '#types') this.types = values;
  }

  row(line: string, context: DecodeContext): DecodedBody | undefined {
    const values = line.split(this.separator, context.limits.columns);
    if (values.length < 2) return undefined;
    const fields = this.fields ?? columnsOf(this.path, values.length);
    const native = newNative();
    for (let i = 0; i < values.length; i++)
      this.put(native, fields[i] ?? `column_${i + 1}`, values[i] as string, this.types[i] ?? '');
    return zeekBody(this.path, native, context);
  }

  private put(native: NativeView, name: string, value: string, type: string): void {
    if (value === this.unset || value === '') return;
    if (type.startsWith('set[') || type.startsWith('vector[')) {
      native[name] =
        value === this.empty
          ? []
          : value.split(this.setSeparator).map((item) => typed(item, type.slice(type.indexOf('[') + 1, -1)));
    } else native[name] = value === this.empty ? '' : typed(value, type);
  }
}

function typed(value: string, type: string): unknown {
  if (type === 'bool') return value === 'T';
  if (type === 'port' || type === 'count' || type === 'int' || type === 'double' || type === 'interval') {
    const number = Number(value);
    return Number.isNaN(number) ? value : number;
  }
  return value.indexOf('\\x') < 0
    ? value
    : value.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `\x09` is how a header writes its separator. */
function character(text: string): string {
  const hex = /^\\x([0-9a-fA-F]{2})$/.exec(text)?.[1];
  return hex === undefined ? text || '\t' : String.fromCharCode(Number.parseInt(hex, 16));
}
