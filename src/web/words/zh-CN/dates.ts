/** Has the strings of the field for dates and of its calendar, in Chinese. */
import type { DateWords } from '../en/dates.ts'

export const dates: DateWords = {
  placeholder: '周五下午5点、12月3日、两周后',
  notUnderstood: '不是日期',
  writeLike: '这还不是日期。可以写成“周五下午5点”“12月3日”或“两周后”。',
  openCalendar: (field) => `${field}：打开日历`,
  presets: '常用日期',
  weekend: '周末',
  yesterday: '昨天',
  time: '时间',
  timeOf: (field) => `${field}的时间`,
  monthBefore: '上个月',
  monthAfter: '下个月',
  nothingFound: '没有找到。',
  dayWith: (day, count) => `${day}，${count.toLocaleString('zh-CN')} 项到期`,
}
