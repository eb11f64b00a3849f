import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useErrorText } from './useErrorText.ts';

/** Short messages at the screen's edge: something was done, or failed with what to do. */
export function useNotify() {
  const errorText = useErrorText();
  return useMemo(
    () => ({
      done: (message: string) => notifications.show({ message, color: 'jade', autoClose: 4000 }),
      failed: (error: unknown) => {
        const { what, remedy } = errorText(error);
        notifications.show({ title: what, message: remedy ?? '', color: 'red', autoClose: 10_000 });
      },
    }),
    [errorText],
  );
}
