import type { EcsEvent } from '@haechi/event';
import type { DecodeContext } from '../decoder.ts';
import type { Envelope } from '../syslog/envelope.ts';
import { facilityName, severityName } from '../syslog/priority.ts';
import { isoTextOf } from '../time/iso-text.ts';

const EARLIEST = 0;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** ISO 8601 text of an instant; of `now` when the instant is unknown or outside the years 1970 to 9999. */
function isoText(time: number, now: number): string {
  return isoTextOf(time >= EARLIEST && time <= LATEST ? time : now);
}

/**
 * The frame every decoder fills: time, ECS version and `event.*`.
 *
 * @param time milliseconds since the epoch; `NaN` means the record has none and the time of intake stands in.
 * @param dataset `module.dataset` as in Elastic's integrations, for example `nginx.access`.
 */
export function newEvent(time: number, context: DecodeContext, dataset: string): EcsEvent {
  const dot = dataset.indexOf('.');
  return {
    '@timestamp': isoText(time, context.now),
    ecs: { version: '9.1.0' },
    event: { kind: 'event', module: dot < 0 ? dataset : dataset.slice(0, dot), dataset },
  };
}

/** Writes the syslog header into `log.syslog`. */
export function addSyslog(event: EcsEvent, envelope: Envelope): void {
  const syslog: NonNullable<NonNullable<EcsEvent['log']>['syslog']> = {};
  const priority = envelope.priority;
  if (priority !== undefined) {
    const facility = priority >> 3;
    const severity = priority & 7;
    syslog.priority = priority;
    syslog.facility = { code: facility, name: facilityName(facility) ?? String(facility) };
    syslog.severity = { code: severity, name: severityName(severity) ?? String(severity) };
  }
  if (envelope.app !== undefined) syslog.appname = envelope.app;
  if (envelope.pid !== undefined) syslog.procid = envelope.pid;
  if (envelope.msgid !== undefined) syslog.msgid = envelope.msgid;
  if (envelope.host !== undefined) syslog.hostname = envelope.host;
  if (envelope.version !== undefined) syslog.version = envelope.version;
  if (envelope.structuredData !== undefined) syslog.structured_data = envelope.structuredData;
  event.log = { syslog };
}

/** An event of a host that logs about itself: envelope, `host.*`, `process.name`/`pid` and the message. */
export function newHostEvent(text: string, envelope: Envelope, context: DecodeContext, dataset: string): EcsEvent {
  const event = newEvent(envelope.time, context, dataset);
  event.message = text;
  addSyslog(event, envelope);
  if (envelope.host !== undefined) event.host = { name: envelope.host, hostname: envelope.host };
  if (envelope.app !== undefined) {
    // Old syslogs name the PAM module in the tag: `sshd(pam_unix)`.
    const module = envelope.app.indexOf('(');
    event.process = { name: module > 0 ? envelope.app.slice(0, module) : envelope.app };
    const pid = envelope.pid === undefined ? Number.NaN : Number(envelope.pid);
    if (Number.isInteger(pid)) event.process.pid = pid;
  }
  return event;
}

/** An event of a device that watches others: envelope and `observer.*`. */
export function newDeviceEvent(
  time: number,
  envelope: Envelope | undefined,
  context: DecodeContext,
  dataset: string,
  device: { vendor: string; product: string; type: string },
): EcsEvent {
  const event = newEvent(Number.isNaN(time) && envelope !== undefined ? envelope.time : time, context, dataset);
  event.observer = { vendor: device.vendor, product: device.product, type: device.type };
  if (envelope !== undefined) {
    addSyslog(event, envelope);
    if (envelope.host !== undefined) event.observer.hostname = envelope.host;
  }
  return event;
}
