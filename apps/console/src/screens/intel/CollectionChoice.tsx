import type { FoundFeeds } from '@haechi/platform/api/schemas/intel-feeds.ts';
import { Button, Radio } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import type { ChosenCollection } from './chosenCollection.ts';
import styles from './feeds.module.css';

interface Props {
  readonly roots: FoundFeeds['roots'];
  readonly chosen: ChosenCollection | undefined;
  readonly onChoose: (collection: ChosenCollection) => void;
  /** Back to the address. */
  readonly onBack: () => void;
}

/** The collections of a server by API root; those that may not be read are shown, so that nobody looks for them. */
export function CollectionChoice({ roots, chosen, onChoose, onBack }: Props) {
  const { t } = useI18n();
  const readable = roots.some(({ collections }) => collections.some(({ canRead }) => canRead));
  return (
    <div>
      <div className={styles.collections} role="radiogroup" aria-label={t('intel.feeds.collection')}>
        {roots.map(({ url, title, collections, problem }) => (
          <div key={url}>
            <div className={styles.root}>{title === '' ? url : `${title} · ${url}`}</div>
            {problem !== undefined && (
              <div className={styles.side}>
                {t(problem === 'feed_redirected' ? 'intel.feeds.elsewhere' : `intel.feeds.problem.${problem}`)}
              </div>
            )}
            {collections.map((collection) => (
              <Radio
                key={collection.id}
                mt={6}
                size="xs"
                name="collection"
                disabled={!collection.canRead}
                checked={chosen?.root === url && chosen.id === collection.id}
                label={collection.title === '' ? collection.id : collection.title}
                description={collection.canRead ? collection.description : t('intel.feeds.cannotRead')}
                onChange={() => onChoose({ root: url, id: collection.id, title: collection.title })}
              />
            ))}
            {problem === undefined && collections.length === 0 && (
              <div className={styles.side}>{t('intel.feeds.noCollections')}</div>
            )}
          </div>
        ))}
      </div>
      {!readable && <p>{t('intel.feeds.nothingReadable')}</p>}
      <Button size="compact-xs" variant="subtle" mt={4} onClick={onBack}>
        {t('intel.feeds.back')}
      </Button>
    </div>
  );
}
