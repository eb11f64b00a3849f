import type { Role } from '@haechi/platform/api/schemas/common.ts';
import type { Key } from '../i18n/catalogue.ts';
import type { IconName } from '../ui/Icon.tsx';

interface Destination {
  readonly to:
    | '/'
    | '/incidents'
    | '/search'
    | '/rules'
    | '/intel'
    | '/parsers'
    | '/inventory'
    | '/waf'
    | '/tenants'
    | '/users'
    | '/tokens'
    | '/audit'
    | '/dead-letters'
    | '/uploads'
    | '/settings';
  readonly label: Key;
  readonly icon: IconName;
  /** Second key after `g`. */
  readonly key: string;
  readonly group: 'work' | 'manage';
  /** Role without which the server would refuse the page. */
  readonly needs?: Role;
}

/** Every screen of the menu: the menu, the `g` keys and the help page are made from this list. */
export const DESTINATIONS: readonly Destination[] = [
  { to: '/', label: 'nav.overview', icon: 'overview', key: 'o', group: 'work' },
  { to: '/incidents', label: 'nav.incidents', icon: 'incidents', key: 'i', group: 'work' },
  { to: '/search', label: 'nav.search', icon: 'search', key: 's', group: 'work' },
  { to: '/rules', label: 'nav.rules', icon: 'rules', key: 'r', group: 'work' },
  { to: '/intel', label: 'nav.intel', icon: 'evidence', key: 'l', group: 'work' },
  { to: '/inventory', label: 'nav.inventory', icon: 'host', key: 'n', group: 'work' },
  { to: '/waf', label: 'nav.waf', icon: 'waf', key: 'w', group: 'work' },
  { to: '/uploads', label: 'nav.uploads', icon: 'upload', key: 'f', group: 'work' },
  { to: '/parsers', label: 'nav.parsers', icon: 'parsers', key: 'p', group: 'work' },
  { to: '/tenants', label: 'nav.tenants', icon: 'tenants', key: 't', group: 'manage', needs: 'admin' },
  { to: '/users', label: 'nav.users', icon: 'users', key: 'u', group: 'manage', needs: 'admin' },
  { to: '/tokens', label: 'nav.tokens', icon: 'tokens', key: 'k', group: 'manage', needs: 'admin' },
  { to: '/dead-letters', label: 'nav.deadLetters', icon: 'deadLetters', key: 'd', group: 'manage' },
  { to: '/audit', label: 'nav.audit', icon: 'audit', key: 'a', group: 'manage', needs: 'admin' },
  { to: '/settings', label: 'nav.settings', icon: 'settings', key: 'c', group: 'manage' },
];
