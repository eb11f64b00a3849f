import type { NativeView } from '@haechi/event';
import { newNative } from '../event/native.ts';
import type { Envelope } from '../syslog/envelope.ts';

/** The native view every Linux host log starts from: rules with keywords search `message`. */
export function hostNative(text: string, envelope: Envelope): NativeView {
  const native = newNative();
  native['message'] = text;
  if (envelope.app !== undefined) native['app'] = envelope.app;
  if (envelope.host !== undefined) native['host'] = envelope.host;
  if (envelope.pid !== undefined) native['pid'] = envelope.pid;
  return native;
}
