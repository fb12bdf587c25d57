import { afterEach, describe, expect, it, vi } from 'vitest';
import { letters_offered } from './contact.ts';

afterEach(() => vi.unstubAllGlobals());

describe('whether letters are sent', () => {
  it('is not known where no answer came, and asked again', async () => {
    const fetched = vi.fn<() => Promise<Response>>().mockRejectedValueOnce(new TypeError('offline'));
    vi.stubGlobal('fetch', fetched);
    await expect(letters_offered()).rejects.toMatchObject({ problem: { status: 0 } });
    fetched.mockResolvedValueOnce(new Response('{"title":"Busy"}', { status: 503, headers: { 'content-type': 'application/problem+json' } }));
    await expect(letters_offered()).rejects.toMatchObject({ problem: { status: 503 } });
    fetched.mockResolvedValueOnce(new Response('{"offered":true}'));
    expect(await letters_offered()).toBe(true);
    expect(await letters_offered()).toBe(true);
    expect(fetched).toHaveBeenCalledTimes(3);
  });
});
