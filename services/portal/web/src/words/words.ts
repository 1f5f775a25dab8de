import type { words as english } from './en/all.ts'

/** Every string of the product; Spanish has exactly the same keys. */
export type Words = typeof english
export type Language = 'en' | 'es'
