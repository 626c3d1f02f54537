/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a made-up history: the same ones in every run. */

#include "config.h"

#include "history-text.h"

#define SEED           20261120
#define N_ENGLISH      30000
#define N_CHINESE      20000
#define N_CHARACTERS   3000
#define LENGTH         300

struct _HistoryText
{
  GRand     *rand;
  GPtrArray *english;
  GPtrArray *chinese;
  GString   *text;
};

static char *
make_english (GRand *rand)
{
  static const char letters[] = "etaoinshrdlucmfwypvbgkjqxz";
  GString *word = g_string_new (NULL);
  int length = g_rand_int_range (rand, 2, 10);

  for (int i = 0; i < length; i++)
    g_string_append_c (word, letters[g_rand_int_range (rand, 0, i % 2 != 0 ? 14 : 26)]);
  return g_string_free (word, FALSE);
}

static char *
make_chinese (GRand *rand)
{
  GString *word = g_string_new (NULL);
  int length = g_rand_int_range (rand, 2, 4);

  for (int i = 0; i < length; i++)
    g_string_append_unichar (word, 0x4e00 + (gunichar) g_rand_int_range (rand, 0, N_CHARACTERS));
  return g_string_free (word, FALSE);
}

/* Rank r is about as frequent as 1 / r. */
static guint
choose_rank (GRand *rand,
             guint  n_words)
{
  double x = g_rand_double (rand);

  return MIN ((guint) ((double) n_words * x * x * x * x), n_words - 1);
}

HistoryText *
history_text_new (void)
{
  HistoryText *self = g_new0 (HistoryText, 1);

  self->rand = g_rand_new_with_seed (SEED);
  self->text = g_string_new (NULL);
  self->english = g_ptr_array_new_with_free_func (g_free);
  self->chinese = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_ENGLISH; i++)
    g_ptr_array_add (self->english, make_english (self->rand));
  for (guint i = 0; i < N_CHINESE; i++)
    g_ptr_array_add (self->chinese, make_chinese (self->rand));
  return self;
}

void
history_text_free (HistoryText *self)
{
  g_ptr_array_unref (self->english);
  g_ptr_array_unref (self->chinese);
  g_string_free (self->text, TRUE);
  g_rand_free (self->rand);
  g_free (self);
}

static glong
append_word (HistoryText *self,
             gboolean     chinese)
{
  guint rank = choose_rank (self->rand, chinese ? N_CHINESE : N_ENGLISH);
  const char *word = g_ptr_array_index (chinese ? self->chinese : self->english, rank);

  g_string_append (self->text, word);
  if (!chinese)
    g_string_append_c (self->text, ' ');
  else if (g_rand_int_range (self->rand, 0, 8) == 0)
    g_string_append (self->text, "，");
  return g_utf8_strlen (word, -1) + 1;
}

const char *
history_text_next (HistoryText *self)
{
  gboolean chinese = g_rand_boolean (self->rand);
  glong length = 0;

  g_string_truncate (self->text, 0);
  while (length < LENGTH)
    length += append_word (self, g_rand_int_range (self->rand, 0, 100) < (chinese ? 90 : 5));
  return self->text->str;
}

const char *
history_text_english (HistoryText *self,
                      guint        rank)
{
  return g_ptr_array_index (self->english, rank);
}

const char *
history_text_chinese (HistoryText *self,
                      guint        rank)
{
  return g_ptr_array_index (self->chinese, rank);
}

GRand *
history_text_get_rand (HistoryText *self)
{
  return self->rand;
}
