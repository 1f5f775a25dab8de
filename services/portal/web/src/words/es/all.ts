import type { Words } from '../words.ts'
import { account } from './account.ts'
import { attest } from './attest.ts'
import { certificate } from './certificate.ts'
import { dashboard } from './dashboard.ts'
import { education } from './education.ts'
import { form } from './form.ts'
import { frame } from './frame.ts'
import { home } from './home.ts'
import { labels } from './labels.ts'
import { late } from './late.ts'
import { pages } from './pages.ts'
import { pay } from './pay.ts'
import { records } from './records.ts'
import { renewal } from './renewal.ts'
import { standing } from './standing.ts'

export const words: Words = {
  account,
  attest,
  certificate,
  dashboard,
  education,
  form,
  frame,
  home,
  labels,
  late,
  pages,
  pay,
  records,
  renewal,
  standing,
}
