import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useFormat } from '../format/useFormat.ts';
import styles from './BarChart.module.css';

/** A bucket: start in ISO 8601, and how many. */
interface Bucket {
  readonly time: string;
  readonly count: number;
}

interface Props {
  readonly buckets: readonly Bucket[];
  /** CSS pixels. */
  readonly height: number;
  /** Read aloud in place of the picture. */
  readonly label: string;
  /** Called with ISO 8601 times when a part was drawn over with the mouse. */
  readonly onBrush?: (from: string, to: string) => void;
}

const bars = uPlot.paths.bars?.({ size: [0.86, 60], align: 1 });

const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Counts over time as bars; drawing over a part chooses it. */
export function BarChart({ buckets, height, label, onBrush }: Props) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const frame = useRef<HTMLDivElement>(null);
  const attach = useMergedRef(ref, frame);
  const format = useFormat();
  const scheme = useComputedColorScheme('light');
  const brush = useRef(onBrush);
  useEffect(() => {
    brush.current = onBrush;
  });
  useEffect(() => {
    const target = frame.current;
    if (target === null || width === 0 || buckets.length === 0 || scheme === undefined) return;
    const times = buckets.map((bucket) => Date.parse(bucket.time) / 1000);
    const step = times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : 60;
    const axis = { stroke: css('--mantine-color-dimmed'), font: `11px ${css('--mantine-font-family')}` };
    const grid = { stroke: css('--chart-grid'), width: 1 };
    const chart = new uPlot(
      {
        width,
        height,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: brush.current !== undefined, y: false, setScale: false } },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), format.zone),
        scales: {
          // Buckets are known by their start: the last one needs its own width at the right.
          x: { range: [times[0] ?? 0, (times.at(-1) ?? 0) + step] },
          y: { range: (_chart, _min, max) => [0, Math.max(1, max * 1.08)] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            ticks: { show: false },
            size: 22,
            gap: 2,
            values: (_chart, splits) => axisLabels(splits, format.dateTime),
          },
          {
            ...axis,
            grid,
            ticks: { show: false },
            size: 44,
            gap: 4,
            values: (_chart, splits) => splits.map((y) => (y > 0 && Number.isInteger(y) ? format.compact(y) : '')),
          },
        ],
        series: [
          {},
          {
            fill: css('--chart'),
            stroke: css('--chart'),
            width: 0,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          },
        ],
        hooks: {
          setSelect: [
            (self) => {
              if (self.select.width < 3) return;
              const at = (pixel: number) => new Date(Math.round(self.posToVal(pixel, 'x') * 1000)).toISOString();
              brush.current?.(at(self.select.left), at(self.select.left + self.select.width));
              self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
          setCursor: [
            (self) => {
              const bucket = self.cursor.idx == null ? undefined : buckets[self.cursor.idx];
              target.title =
                bucket === undefined
                  ? ''
                  : `${format.dateTime(bucket.time).slice(0, 19)}\n${format.number(bucket.count)}`;
            },
          ],
        },
      },
      [times, buckets.map((bucket) => bucket.count)],
      target,
    );
    return () => chart.destroy();
  }, [buckets, width, height, scheme, format]);
  return <div ref={attach} className={styles.chart} style={{ height }} role="img" aria-label={label} />;
}

/** The time of day, with the date where a new day begins. */
function axisLabels(splits: readonly number[], dateTime: (iso: string) => string): string[] {
  let day = '';
  return splits.map((seconds) => {
    const shown = dateTime(new Date(seconds * 1000).toISOString());
    const date = shown.slice(5, 10);
    const isNewDay = date !== day;
    day = date;
    const clock = shown.slice(11, 19).replace(/:00$/, '');
    if (!isNewDay) return clock;
    return clock === '00:00' ? date : `${date} ${clock}`;
  });
}
