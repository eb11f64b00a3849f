import { createTheme, Drawer, type MantineColorsTuple, Menu, Modal, Popover, Tooltip } from '@mantine/core';
import styles from './theme.module.css';

const shades = Array.from({ length: 10 }, (_, shade) => `var(--mantine-color-jade-${shade})`);

/**
 * Names for what styles/theme.css defines. Scroll locking is off because it writes a `<style>` element, which the
 * server's content security policy forbids; the pages scroll inside their own panes.
 */
export const theme = createTheme({
  colors: { jade: shades as unknown as MantineColorsTuple },
  primaryColor: 'jade',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Drawer: Drawer.extend({
      defaultProps: { lockScroll: false, position: 'right' },
      classNames: { header: styles.head, title: styles.title, content: styles.content },
    }),
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true },
      classNames: { title: styles.title },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 250, withArrow: true } }),
  },
});
