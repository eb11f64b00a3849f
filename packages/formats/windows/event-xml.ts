import type { DecodeContext, Line, RejectReason, Sink } from '../decoder.ts';
import { addSyslog } from '../event/new-event.ts';
import { readLooseEvent } from './loose-xml.ts';
import { fromEventShape } from './record.ts';
import { windowsBody } from './windows-event.ts';
import { readEventXml } from './xml.ts';

const END = '</Event>';

/** Prefilter: the text starts an event or the prolog of a file of them. */
export function isEventXml(text: string): boolean {
  return text.startsWith('<Event') || text.startsWith('<?xml') || text.startsWith('</Events>');
}

/**
 * Windows events as XML (wevtutil, WEF, Sysmon for Linux in syslog): one element on a line, several on a line, or one
 * over several lines until `</Event>`.
 */
export class EventXmlJoiner {
  private parts: string[] = [];
  private length = 0;
  private record = 0;

  /** Whether an element is open. */
  get isOpen(): boolean {
    return this.parts.length > 0;
  }

  /**
   * Whether the line belongs to the open element. Values hold any text, scripts of many lines among them; only a line
   * that a syslog sender would start a message with shows that the element was cut off.
   */
  continues(text: string, context: DecodeContext, sink: Sink): boolean {
    if (!this.isOpen) return false;
    if (!/^<\d{1,3}>/.test(text)) return true;
    this.drop('truncated', context, sink);
    return false;
  }

  line(text: string, record: number, context: DecodeContext, sink: Sink): void {
    let rest = text;
    if (this.isOpen && /^<Event[\s>]/.test(text)) this.drop('truncated', context, sink);
    if (!this.isOpen) {
      rest = rest.replace(/^\s*<\?xml[^>]*\?>\s*/, '').replace(/^<\/?Events\b[^>]*>\s*/, '');
      if (rest.trim() === '') return;
      this.record = record;
    }
    for (let end = rest.indexOf(END); end >= 0; end = rest.indexOf(END)) {
      this.parts.push(rest.slice(0, end + END.length));
      this.finish(context, sink);
      rest = rest.slice(end + END.length).replace(/^\s*(?:<\/Events>)?\s*/, '');
      this.record = record;
    }
    if (rest === '' || (rest.trim() === '' && !this.isOpen)) return;
    this.parts.push(rest);
    this.length += rest.length;
    if (this.length > context.limits.lineChars) this.drop('record_too_long', context, sink);
  }

  /** A whole element inside a syslog message; one that the transport cut off is read as far as it goes. */
  message(line: Line, record: number, context: DecodeContext, sink: Sink): void {
    this.decode(line.text, line, record, context, sink);
  }

  flush(context: DecodeContext, sink: Sink): void {
    if (this.isOpen) this.drop('truncated', context, sink);
  }

  private finish(context: DecodeContext, sink: Sink): void {
    const xml = this.parts.join('\n');
    this.parts = [];
    this.length = 0;
    this.decode(xml, undefined, this.record, context, sink);
  }

  private decode(xml: string, line: Line | undefined, record: number, context: DecodeContext, sink: Sink): void {
    const tree = readEventXml(xml) ?? readLooseEvent(xml, line !== undefined);
    if (tree === undefined) {
      sink.reject({ record, reason: 'invalid_xml', raw: xml.slice(0, context.limits.rejectChars) });
      return;
    }
    const body = windowsBody(fromEventShape(tree, context), context);
    if (line?.envelope !== undefined) addSyslog(body.event, line.envelope);
    const decoder = body.logsource.product === 'linux' ? 'sysmon-linux' : 'windows-event-xml';
    sink.event({ decoder, record, raw: line?.raw ?? xml, ...body });
  }

  private drop(reason: RejectReason, context: DecodeContext, sink: Sink): void {
    sink.reject({ record: this.record, reason, raw: this.parts.join('\n').slice(0, context.limits.rejectChars) });
    this.parts = [];
    this.length = 0;
  }
}
