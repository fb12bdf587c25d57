// Backups in the folder that the server was given for them.
import { ask } from './client.ts';
import type { Backups, MadeBackup } from './types.ts';

export function backups(signal?: AbortSignal): Promise<Backups> {
  return ask('/v1/backups', { signal });
}

/** The answer comes when it is whole, however long that takes. */
export function make_backup(): Promise<MadeBackup> {
  return ask('/v1/backups', { method: 'POST' });
}
