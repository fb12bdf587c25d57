import type { Experience, Receipt } from './types.ts';
type P = ("read" | "count" | "contact" | "share")[];
export interface GrantStep { at: string; grants: P; by: string; basis?: string }
export interface ReadingNote { day: string; actor: string; purpose: P[number]; times: number; last: string }
export interface EarlierVersion { version: number; text?: string }
export interface OwnExperience { experience: Experience; grants: P; history: GrantStep[]; readings: ReadingNote[]; earlier: EarlierVersion[] }
export interface Mine { experiences: OwnExperience[] }
export interface SignedReceipt { receipt: string; signature: string; key: string }
export interface ClaimCode { claim_code: string }
export interface Receipts { receipts: Receipt[] }
