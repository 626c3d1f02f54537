/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a formula: what the files of the reader share. */

#pragma once

#include "ponder-tex.h"

G_BEGIN_DECLS

/* Once it has failed nothing is read any more, and what was read is thrown away: so nobody needs to look. */
typedef struct
{
  const char    *start;
  const char    *at;
  const char    *end;
  PonderTexFace  face;          /* of the letters to come */
  guint          depth;
  guint          n_nodes;
  gboolean       failed;
} PonderTexReader;

/* A word of a command, without its backslash. */
typedef struct
{
  const char *name;
  gsize       length;
} PonderTexWord;

PonderTex *ponder_tex_new                   (PonderTexReader *reader,
                                             PonderTexKind    kind);
void       ponder_tex_take                  (PonderTex       *self,
                                             PonderTex       *child);

void       ponder_tex_reader_fail           (PonderTexReader *self);
void       ponder_tex_reader_skip_space     (PonderTexReader *self);
/* The next character, or 0 at the end. */
char       ponder_tex_reader_peek           (PonderTexReader *self);
gboolean   ponder_tex_reader_accept         (PonderTexReader *self,
                                             char             character);
void       ponder_tex_reader_expect         (PonderTexReader *self,
                                             char             character);
/* FALSE when no command is next. */
gboolean   ponder_tex_reader_peek_command   (PonderTexReader *self,
                                             PonderTexWord   *word);
gboolean   ponder_tex_reader_accept_command (PonderTexReader *self,
                                             const char      *name);
gboolean   ponder_tex_word_is               (PonderTexWord    word,
                                             const char      *name);
/* Raw text in braces. (transfer full) */
char      *ponder_tex_reader_read_name      (PonderTexReader *self);

/* All that follow return a node also when they fail. */
PonderTex *ponder_tex_reader_read_row       (PonderTexReader *self,
                                             char             stop);
PonderTex *ponder_tex_reader_read_argument  (PonderTexReader *self);
/* (nullable): what stands in […]. */
PonderTex *ponder_tex_reader_read_option    (PonderTexReader *self);
/* Words in braces, which may have formulas in them. */
PonderTex *ponder_tex_reader_read_text      (PonderTexReader *self,
                                             PonderTexFace    face);
/* 0 for none ("."). */
gunichar   ponder_tex_reader_read_delimiter (PonderTexReader *self);
PonderTex *ponder_tex_reader_read_lines     (PonderTexReader *self,
                                             PonderTex       *first);
PonderTex *ponder_tex_reader_read_begin     (PonderTexReader *self);
PonderTex *ponder_tex_reader_read_substack  (PonderTexReader *self);
/* (nullable): what @word, which was read, stands for; NULL when it leaves nothing. */
PonderTex *ponder_tex_reader_read_command   (PonderTexReader *self,
                                             PonderTexWord    word,
                                             char             stop);

G_END_DECLS
