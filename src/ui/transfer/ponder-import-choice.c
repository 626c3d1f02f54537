/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat of a file that can be imported, and whether it is wanted. */

#include "config.h"

#include "ponder-import-choice.h"

#include "ponder-title.h"

#include <glib/gi18n.h>

/* Made for the list of a preview, which owns it. */
struct _PonderImportChoice
{
  GObject              parent_instance;

  guint                file;
  char                *key;
  char                *title;
  char                *facts;
  PonderImportOutcome  outcome;
  gboolean             wanted;
};

enum
{
  PROP_0,
  PROP_WANTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderImportChoice, ponder_import_choice, G_TYPE_OBJECT)

static void
ponder_import_choice_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  PonderImportChoice *self = PONDER_IMPORT_CHOICE (object);

  switch (prop_id)
    {
    case PROP_WANTED:
      g_value_set_boolean (value, self->wanted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_import_choice_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  PonderImportChoice *self = PONDER_IMPORT_CHOICE (object);

  switch (prop_id)
    {
    case PROP_WANTED:
      ponder_import_choice_set_wanted (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_import_choice_finalize (GObject *object)
{
  PonderImportChoice *self = PONDER_IMPORT_CHOICE (object);

  g_free (self->key);
  g_free (self->title);
  g_free (self->facts);

  G_OBJECT_CLASS (ponder_import_choice_parent_class)->finalize (object);
}

static void
ponder_import_choice_class_init (PonderImportChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ponder_import_choice_finalize;
  object_class->get_property = ponder_import_choice_get_property;
  object_class->set_property = ponder_import_choice_set_property;

  properties[PROP_WANTED] =
    g_param_spec_boolean ("wanted", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_import_choice_init (PonderImportChoice *self)
{
}

static char *
dup_facts (const PonderImportItem *item)
{
  g_autofree char *messages = g_strdup_printf (ngettext ("%'u message", "%'u messages", item->n_messages),
                                               item->n_messages);
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *date = NULL;

  if (item->updated == 0 || !(utc = g_date_time_new_from_unix_utc (item->updated / G_USEC_PER_SEC))
      || !(local = g_date_time_to_local (utc)))
    return g_steal_pointer (&messages);

  date = g_date_time_format (local, "%x");
  /* Translators: of a chat: a date, and how many messages it has. */
  return g_strdup_printf (_("%1$s, %2$s"), date, messages);
}

PonderImportChoice *
ponder_import_choice_new (guint                   file,
                          const PonderImportItem *item)
{
  PonderImportChoice *self;

  g_return_val_if_fail (item != NULL, NULL);

  self = g_object_new (PONDER_TYPE_IMPORT_CHOICE, NULL);
  self->file = file;
  self->key = g_strdup (item->key);
  self->title = g_strdup (ponder_title_or_stand_in (item->title));
  self->facts = dup_facts (item);
  self->outcome = item->outcome;
  self->wanted = item->outcome != PONDER_IMPORT_KNOWN;
  return self;
}

guint
ponder_import_choice_get_file (PonderImportChoice *self)
{
  g_return_val_if_fail (PONDER_IS_IMPORT_CHOICE (self), 0);

  return self->file;
}

const char *
ponder_import_choice_get_key (PonderImportChoice *self)
{
  g_return_val_if_fail (PONDER_IS_IMPORT_CHOICE (self), NULL);

  return self->key;
}

const char *
ponder_import_choice_get_title (PonderImportChoice *self)
{
  g_return_val_if_fail (PONDER_IS_IMPORT_CHOICE (self), NULL);

  return self->title;
}

const char *
ponder_import_choice_get_facts (PonderImportChoice *self)
{
  g_return_val_if_fail (PONDER_IS_IMPORT_CHOICE (self), NULL);

  return self->facts;
}

PonderImportOutcome
ponder_import_choice_get_outcome (PonderImportChoice *self)
{
  g_return_val_if_fail (PONDER_IS_IMPORT_CHOICE (self), PONDER_IMPORT_NEW);

  return self->outcome;
}

gboolean
ponder_import_choice_get_wanted (PonderImportChoice *self)
{
  g_return_val_if_fail (PONDER_IS_IMPORT_CHOICE (self), FALSE);

  return self->wanted;
}

void
ponder_import_choice_set_wanted (PonderImportChoice *self,
                                 gboolean            wanted)
{
  g_return_if_fail (PONDER_IS_IMPORT_CHOICE (self));

  if (self->wanted == !!wanted)
    return;

  self->wanted = !!wanted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WANTED]);
}
