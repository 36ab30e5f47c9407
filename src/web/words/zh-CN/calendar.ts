/** Has the strings of the calendar in Chinese. */
import type { CalendarWords } from '../en/calendar.ts'

export const calendar: CalendarWords = {
  month: '月',
  week: '周',
  span: '显示范围',
  monthBefore: '上个月',
  monthAfter: '下个月',
  weekBefore: '上一周',
  weekAfter: '下一周',
  allLists: '全部清单',
  ofList: '显示哪些待办',
  layers: '同时显示',
  showMoonDays: '显示农历',
  hideMoonDays: '隐藏农历',
  coming: '（按重复规则将到期）',
  undated: '无日期',
  undatedCount: (count) => `无日期 · ${count.toLocaleString('zh-CN')}`,
  more: (count) => `还有 ${count.toLocaleString('zh-CN')} 项`,
  dayWith: (day, count) => (count === 0 ? day : `${day}，${count.toLocaleString('zh-CN')} 项到期`),
  oneOrAll: (name) => `“${name}”会重复`,
  onlyThis: '只移动这一次',
  thisAndAll: '移动这一次及之后所有',
  movedTo: (name, due) => `“${name}”的截止日期：${due}`,
  movedToUndated: (name) => `“${name}”没有日期`,
  weekStart: '每周从哪天开始',
  weekStarts: { locale: '按地区习惯', monday: '周一', sunday: '周日', saturday: '周六' },
}
