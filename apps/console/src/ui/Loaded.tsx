import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice.tsx';

interface Props<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** Height of the placeholder in CSS pixels while nothing has come yet. */
  readonly height?: number;
  readonly children: (data: Data) => ReactNode;
}

/** The content of a query: a quiet placeholder first, then the data; a failure is said above what is still shown. */
export function Loaded<Data>({ query, height = 120, children }: Props<Data>) {
  const retry = () => void query.refetch();
  return (
    <>
      {query.error !== null && query.error !== undefined && <ErrorNotice error={query.error} retry={retry} />}
      {query.data !== undefined ? children(query.data) : query.error ? null : <Skeleton height={height} radius="sm" />}
    </>
  );
}
