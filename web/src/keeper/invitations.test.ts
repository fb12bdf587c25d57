import { describe, expect, test } from 'vitest';
import { day } from '../format/numbers.ts';
import type { InvitationBatch } from '../api/types.ts';
import { about_line, batch_line, empty_fields, invitations_in, last_day, link_for, links_csv, pages_for } from './invitations.ts';

const fields = { ...empty_fields(new Date('2026-05-01T10:00:00Z')), name: ' Line 4 ' };

describe('invitations that are asked for', () => {
  test('say only what was filled in', () => {
    expect(invitations_in(fields)).toEqual({ wanted: { name: 'Line 4', until: '2026-05-31', count: 50, about: {} } });
    const full = { ...fields, unit: ' Line 4 ', subject: 'night bus', level: 'service' as const, party: 'customer' as const, kind: 'wish' as const, labels: 'campaign: May\n\n place:  stop: north ' };
    expect(invitations_in(full)).toEqual({
      wanted: {
        name: 'Line 4', until: '2026-05-31', count: 50,
        about: { unit: 'Line 4', subject: { level: 'service', name: 'night bus' }, party: 'customer', kind: 'wish', signifiers: { campaign: 'May', place: 'stop: north' } },
      },
    });
  });
  test.each([
    [{ name: ' ' }, 'name'], [{ count: '0' }, 'count'], [{ count: '10001' }, 'count'], [{ count: '2.5' }, 'count'], [{ count: 'many' }, 'count'],
    [{ until: '' }, 'until'], [{ until: 'soon' }, 'until'], [{ labels: 'May' }, 'labels'], [{ labels: ': May' }, 'labels'], [{ labels: 'a: 1\na: 2' }, 'labels'],
  ])('what is wrong is found: %j', (part, field) => {
    expect(invitations_in({ ...fields, ...part })).toMatchObject({ field, wrong: expect.stringMatching(/\w/) });
  });
});

const batch: InvitationBatch = {
  number: 1, name: 'Line 4', about: { unit: 'Line 4', subject: [{ level: 'service', name: 'night bus' }], signifiers: { campaign: 'May' } }, state: 'open', links: 50, step: 5,
  made: '2026-05-01T10:00:00Z', made_by: 'member 1', expires: '2026-06-01T00:00:00Z',
};

describe('a batch', () => {
  test('never says of a few how many they are', () => {
    expect(batch_line(batch)).toBe(`50 links · fewer than 5 used · good until ${last_day(batch.expires)}`);
    expect(batch_line({ ...batch, used: 45 })).toContain('45 or more used');
    expect(batch_line({ ...batch, step: 0, used: 3 })).toContain('3 used');
    expect(batch_line({ ...batch, links: 1, state: 'ended', ended: '2026-05-02T00:00:00Z' })).toMatch(/^1 link · fewer than 5 used · ended /);
    expect(batch_line({ ...batch, state: 'expired' })).toContain('past since');
  });
  test('is good on its last day, and ends with it', () => {
    expect(last_day('2026-06-01T00:00:00Z')).toBe(day('2026-05-31T23:59:59.999Z'));
  });
  test('says what each telling says', () => {
    expect(about_line(batch.about)).toBe('service night bus · team Line 4 · campaign May');
    expect(about_line({})).toBe('');
  });
});

test('links begin where people open the pages', () => {
  expect(pages_for({ pages_at: 'https://tell.example.org' }, 'https://inside.example')).toBe('https://tell.example.org');
  for (const pages_at of ['http://127.0.0.1:8480', 'http://localhost:8480', 'http://[::1]:8480']) expect(pages_for({ pages_at }, 'https://one.example')).toBe('https://one.example');
  expect(pages_for({}, 'https://one.example')).toBe('https://one.example');
});

test('a spreadsheet runs nothing of a list of links', () => {
  expect(links_csv('=HYPERLINK("x")', ['fhi_a'], 'https://one.example')).toBe('name,link\r\n"\'=HYPERLINK(""x"")",https://one.example/tell#invitation=fhi_a\r\n');
  expect(link_for('fhi_a', 'https://one.example')).toBe('https://one.example/tell#invitation=fhi_a');
});
