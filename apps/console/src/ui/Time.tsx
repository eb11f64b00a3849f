import { useFormat } from '../format/useFormat.ts';

interface Props {
  /** ISO 8601. */
  readonly iso: string;
  /** `full` with milliseconds, `minute`, `date`, or `ago`; default `full`. */
  readonly as?: 'full' | 'minute' | 'date' | 'ago';
}

/** A time in the user's zone; UTC and the distance to now on hover. */
export function Time({ iso, as = 'full' }: Props) {
  const format = useFormat();
  const ago = format.relative(iso, Date.now());
  const shown =
    as === 'ago' ? ago : as === 'minute' ? format.minute(iso) : as === 'date' ? format.date(iso) : format.dateTime(iso);
  const title = `${format.utc(iso)}\n${format.dateTime(iso)} ${format.zone}\n${ago}`;
  return (
    <time dateTime={iso} title={title} className="nums" style={{ whiteSpace: 'nowrap' }}>
      {shown}
    </time>
  );
}
