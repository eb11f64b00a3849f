import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { isPassing, RETRY_MS } from '../api/error.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';

/** A screen that could not be shown: what failed, and a way to try again; what passes is tried again by itself. */
export function Fault({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = useCallback(() => {
    reset();
    void router.invalidate();
  }, [router, reset]);
  useEffect(() => {
    if (!isPassing(error)) return;
    const timer = setInterval(retry, RETRY_MS);
    return () => clearInterval(timer);
  }, [error, retry]);
  return (
    <div style={{ padding: 24, maxWidth: 720, margin: '0 auto' }}>
      <ErrorNotice error={error} retry={retry} />
    </div>
  );
}
