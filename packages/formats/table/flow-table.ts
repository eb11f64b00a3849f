import { flowBody } from '../cloud/aws-network.ts';
import type { DecodeContext, DecodedBody } from '../decoder.ts';
import type { Table } from './table.ts';

/** Longest header: all fields of version 10 have under 1,000 characters. */
const HEADER_CHARS = 4_096;

/** The first line of a file of VPC flow logs: the names of its columns in plain words, any selection in any order. */
export function isFlowHeader(line: string): boolean {
  const code = line.charCodeAt(0);
  if (code < 97 || code > 122 || line.length > HEADER_CHARS || !line.includes('srcaddr')) return false;
  return /^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*){3,}\s*$/.test(line) && /(?:^| )(?:pkt-)?srcaddr(?:\s|$)/.test(line);
}

/** VPC flow logs with a header of their own (Amazon VPC User Guide, "Flow log records", custom format; "Flow log files"). */
export class FlowTable implements Table {
  readonly decoder = 'aws-vpcflow';
  private fields: readonly string[] = [];

  directive(line: string): void {
    if (isFlowHeader(line)) this.fields = line.trim().split(' ');
  }

  row(line: string, context: DecodeContext): DecodedBody | undefined {
    const values = line.trimEnd().split(' ', context.limits.columns);
    if (this.fields.length === 0 || values.length !== this.fields.length) return undefined;
    // A line of something else has no address where the header says one is.
    const address = values[this.fields.findIndex((name) => name === 'srcaddr' || name === 'pkt-srcaddr')];
    if (address === undefined || !/^(?:[0-9a-f:.]{3,45}|-)$/i.test(address)) return undefined;
    return flowBody(this.fields, values, context);
  }
}
