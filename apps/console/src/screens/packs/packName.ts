/** A pack name made from what was chosen: the folder's or the first file's, in the letters that names may have. */
export function packNameOf(files: readonly { readonly name: string; readonly webkitRelativePath: string }[]): string {
  const first = files[0];
  if (first === undefined) return '';
  const [folder = ''] = first.webkitRelativePath.split('/');
  const base = folder === '' ? first.name.replace(/\.(zip|ya?ml)$/i, '') : folder;
  return base
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64);
}
