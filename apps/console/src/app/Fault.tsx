import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';

/** A screen that could not be shown: what failed, and a way to try again. */
export function Fault({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div style={{ padding: 24, maxWidth: 720, margin: '0 auto' }}>
      <ErrorNotice
        error={error}
        retry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
