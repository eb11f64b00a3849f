import type { RatePoint } from '../../live/liveStore.ts';
import styles from './LiveRate.module.css';

const WINDOW_MS = 120_000;

/** The rate of the last two minutes as an area without axes. */
export function Sparkline({ points }: { readonly points: readonly RatePoint[] }) {
  const last = points.at(-1)?.at ?? 0;
  const most = Math.max(1, ...points.map((point) => point.perSecond));
  const x = (at: number) => (100 - ((last - at) / WINDOW_MS) * 100).toFixed(2);
  const y = (rate: number) => (31 - (rate / most) * 29).toFixed(2);
  const line = points.map((point) => `${x(point.at)},${y(point.perSecond)}`);
  const first = points[0];
  return (
    <svg className={styles.spark} viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="100" y1="31" y2="31" stroke="var(--border)" vectorEffect="non-scaling-stroke" />
      {first !== undefined && line.length > 1 && (
        <>
          <polygon points={`${x(first.at)},31 ${line.join(' ')} 100,31`} fill="currentColor" opacity="0.15" />
          <polyline
            points={line.join(' ')}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  );
}
