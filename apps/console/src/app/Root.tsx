import { Notifications } from '@mantine/notifications';
import { Outlet } from '@tanstack/react-router';

/** Around every screen, signed in or not. */
export function Root() {
  return (
    <>
      <Outlet />
      <Notifications position="bottom-right" limit={4} />
    </>
  );
}
