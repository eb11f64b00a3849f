import { createTheme, type MantineColorsTuple } from '@mantine/core';
import styles from './theme.module.css';

const shades = Array.from({ length: 10 }, (_, shade) => `var(--mantine-color-jade-${shade})`);

/**
 * Names for what styles/theme.css defines. Scroll locking is off because it writes a `<style>` element, which the
 * server's content security policy forbids; the pages scroll inside their own panes. Components are named by their
 * keys: importing them for `extend` would put all of them into the first chunk.
 */
export const theme = createTheme({
  colors: { jade: shades as unknown as MantineColorsTuple },
  primaryColor: 'jade',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Drawer: {
      defaultProps: { lockScroll: false, position: 'right' },
      classNames: { header: styles['head'], title: styles['title'], content: styles['content'] },
    },
    Modal: { defaultProps: { lockScroll: false, centered: true }, classNames: { title: styles['title'] } },
    Menu: { defaultProps: { shadow: 'md' } },
    Popover: { defaultProps: { shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
  },
});
