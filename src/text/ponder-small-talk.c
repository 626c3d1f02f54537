/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people and models say that is about nothing yet. */

#include "config.h"

#include "ponder-small-talk.h"

#include <string.h>

/* Without case, in no order: a text is left at its first word that is none of these. */
static const char *const english[] = {
  "a", "about", "absolutely", "above", "afternoon", "again", "all", "am", "an", "analyse", "analyze", "and",
  "answer", "answers", "any", "anything", "are", "assist", "assistance", "assistant", "at", "attached", "be",
  "below", "breakdown", "brief", "briefly", "can", "certainly", "check", "code", "conclusion", "continue", "could",
  "course", "d", "day", "describe", "detail", "detailed", "details", "do", "document", "does", "doing", "done",
  "evening", "everyone", "explain", "explained", "explanation", "feel", "file", "fine", "fix", "follow",
  "following", "for", "free", "give", "glad", "go", "good", "great", "happy", "have", "hello", "help", "here",
  "hey", "hi", "how", "i", "if", "image", "in", "introduction", "is", "it", "just", "key", "let", "like", "ll",
  "look", "m", "made", "make", "may", "me", "mean", "means", "morning", "my", "need", "nice", "no", "now", "of",
  "ok", "okay", "on", "one", "or", "overview", "photo", "picture", "please", "point", "points", "provided",
  "question", "questions", "quick", "re", "read", "reply", "response", "review", "right", "s", "say", "screenshot",
  "see", "share", "shared", "short", "so", "some", "something", "step", "summarise", "summarize", "summary", "sure",
  "take", "talk", "tell", "test", "testing", "text", "thank", "thanks", "that", "the", "there", "these", "thing",
  "things", "this", "those", "to", "today", "translate", "translation", "try", "us", "ve", "want", "we", "welcome",
  "well", "what", "whats", "why", "will", "with", "work", "works", "would", "write", "wrong", "wrote", "yes", "you",
  "your",
};

/* At one place the longest counts, so the longer of two that begin alike comes first. */
static const char *const chinese[] = {
  "有什么", "为什么", "怎么样", "早上好", "下午好", "晚上好", "如下", "以下", "下面", "上面", "详细",
  "简单", "您好", "你好", "大家", "哈喽", "哈啰", "在吗", "在么", "早安", "晚安", "请问", "帮忙",
  "解释", "一下", "看看", "这个", "这段", "这里", "这张", "这份", "这些", "那个", "什么", "意思",
  "代码", "文件", "图片", "照片", "图像", "截图", "文档", "文章", "内容", "总结", "概述", "简介",
  "介绍", "翻译", "修改", "检查", "分析", "说明", "描述", "继续", "谢谢", "多谢", "感谢", "测试",
  "当然", "可以", "没问题", "好的", "高兴", "服务", "随时", "告诉", "需要", "帮助", "今天", "怎么",
  "如何", "问题", "我们", "结论", "嗨", "喂", "嗯", "哦", "好", "请", "帮", "看", "这", "那",
  "是", "的", "了", "吗", "呢", "吧", "呀", "啊", "我", "你", "您", "能", "会", "没", "有",
  "来", "就", "给", "对", "为", "做", "说", "谁", "都", "也", "很", "把", "想", "要", "下",
  "问", "题", "在",
};

static gboolean
is_english_word (const char *word,
                 gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (english); i++)
    if (strncmp (english[i], word, length) == 0 && english[i][length] == '\0')
      return TRUE;

  return FALSE;
}

/* How many bytes at @text are a word of the Chinese list; 0: none. */
static gsize
match_chinese (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chinese); i++)
    if (g_str_has_prefix (text, chinese[i]))
      return strlen (chinese[i]);

  return 0;
}

/* How many bytes at @text, which begins with a letter or digit, are a word about nothing; 0: it is a subject. */
static gsize
match_word (const char *text)
{
  gsize length = 0;

  if (!g_ascii_isalnum (*text))
    return match_chinese (text);

  while (g_ascii_isalnum (text[length]))
    length++;
  return is_english_word (text, length) ? length : 0;
}

gboolean
ponder_small_talk_is_all (const char *text)
{
  g_autofree char *folded = NULL;
  const char *place;

  g_return_val_if_fail (text != NULL, FALSE);

  folded = g_utf8_casefold (text, -1);
  place = folded;
  while (*place != '\0')
    {
      gsize length = 0;

      if (!g_unichar_isalnum (g_utf8_get_char (place)))
        length = g_utf8_next_char (place) - place;
      else if ((length = match_word (place)) == 0)
        return FALSE;
      place += length;
    }

  return TRUE;
}
