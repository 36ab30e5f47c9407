/** 提醒的文字。 */
import type { ReminderWords } from '../en/reminders.ts'

export const reminders: ReminderWords = {
  reminders: '提醒',
  states: {
    off: '页面打开时，提醒会显示在页面内。',
    open: '页面打开时，本设备以通知显示提醒。页面关闭时收不到：浏览器没有推送服务，或无法连接推送服务。',
    on: '本设备以通知显示提醒，页面关闭时也一样。',
  },
  hint: '页面关闭时，提醒经浏览器厂商的推送服务送达，该服务无法读取内容。在中国大陆，Chrome 的推送服务通常无法连接，可改用 Firefox、Safari 或 Windows 上的 Edge。',
  switchOn: '在本设备上开启',
  switchOff: '在本设备上关闭',
  test: '立即发送一条',
  sent: '已发出。如果没有收到，请检查系统是否允许浏览器显示通知。',
  hindrances: {
    insecure: '浏览器只允许通过 https 或在本机上显示通知。',
    unsupported: '此浏览器不支持页面通知。在 iPhone 或 iPad 上，请先将页面添加到主屏幕。',
    denied: '浏览器已屏蔽此页面的通知。请在浏览器的网站设置中允许，然后重试。',
    dismissed: '你没有回应浏览器的询问。请重试并选择“允许”。',
  },
  notification: { finish: '完成', hour: '一小时后提醒', works: '提醒可以送达本设备。' },
  reminds: (name) => `提醒：“${name}”`,
  open: '打开',
}
