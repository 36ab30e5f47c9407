/** It has the strings of the settings, and of the first minute: 设置与首次使用。 */
import type { SettingWords } from '../en/settings.ts'

export const settings: SettingWords = {
  sectionsTitle: '分类',
  sections: {
    look: '外观',
    start: '起始页与清单',
    dates: '日期与时间',
    reminders: '提醒',
    account: '账户',
    files: '导入与导出',
    device: '此设备',
    administration: '管理',
  },
  ofDevice: '以下设置仅用于此设备。',
  density: '待办间距',
  densities: { comfortable: '宽松', compact: '紧凑' },
  startPage: '打开时显示',
  startPageHint: '直接打开网页时显示，适用于你的所有设备。',
  theDefaultList: '默认清单',
  addTo: '新待办加入',
  addToHint: '在“今天”、“即将到期”或日历中添加且未指定清单的待办。',
  clock: '时间',
  clocks: { locale: '按当地习惯', 12: '12 小时制（下午6:30）', 24: '24 小时制（18:30）' },

  welcome: '三件事，马上上手',
  write: '怎么说，就怎么写',
  writeHint: '日期、重复、标签和优先级都能识别。试试：',
  writeExample: '每周日下午6点给奶奶打电话 #家人',
  keys: '一处搞定所有操作',
  keysHint: '输入几个字，就能找到命令、清单和待办。',
  openPalette: '打开命令面板',
  bring: '带上已有的待办',
  bringHint: '可导入 Todoist、滴答清单、Microsoft To Do 等的文件。',
  bringFile: '导入文件',
  gotIt: '知道了',
}
