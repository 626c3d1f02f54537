/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row that offers a few numbers in words. */

#include "config.h"

#include "ponder-choice-row.h"

#include <glib/gi18n.h>

/* Owned by its group. */
struct _PonderChoiceRow
{
  AdwComboRow        parent_instance;

  GArray            *choices;   /* guint */
  GArray            *offered;   /* the choices, and perhaps one more */
  PonderChoiceWords  words;     /* (nullable): until there are choices */
  guint              value;
  guint              filling : 1;
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderChoiceRow, ponder_choice_row, ADW_TYPE_COMBO_ROW)

/* Where @value is in @numbers, which go up, or where it would be. */
static guint
find_place (GArray *numbers,
            guint   value)
{
  guint place = 0;

  while (place < numbers->len && g_array_index (numbers, guint, place) < value)
    place++;
  return place;
}

static gboolean
is_at (GArray *numbers,
       guint   place,
       guint   value)
{
  return place < numbers->len && g_array_index (numbers, guint, place) == value;
}

/* A reader of the screen says what is chosen together with what it is chosen for. */
static void
update_name (PonderChoiceRow *self)
{
  g_autofree char *words = self->words (self->value);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* Translators: a setting and what it is set to. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), title, words);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
offer (PonderChoiceRow *self)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  guint place = find_place (self->choices, self->value);

  g_array_set_size (self->offered, 0);
  g_array_append_vals (self->offered, self->choices->data, self->choices->len);
  if (!is_at (self->choices, place, self->value))
    g_array_insert_val (self->offered, place, self->value);

  for (guint i = 0; i < self->offered->len; i++)
    gtk_string_list_take (list, self->words (g_array_index (self->offered, guint, i)));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (list));
}

static void
update (PonderChoiceRow *self)
{
  if (self->words == NULL)
    return;

  /* Nobody chose what the toolkit selects meanwhile. */
  self->filling = TRUE;
  if (!is_at (self->offered, find_place (self->offered, self->value), self->value))
    offer (self);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), find_place (self->offered, self->value));
  self->filling = FALSE;
  update_name (self);
}

static void
selected_cb (PonderChoiceRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (!self->filling && selected < self->offered->len)
    ponder_choice_row_set_value (self, g_array_index (self->offered, guint, selected));
}

static void
ponder_choice_row_finalize (GObject *object)
{
  PonderChoiceRow *self = PONDER_CHOICE_ROW (object);

  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->offered, g_array_unref);

  G_OBJECT_CLASS (ponder_choice_row_parent_class)->finalize (object);
}

static void
ponder_choice_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_VALUE)
    g_value_set_uint (value, PONDER_CHOICE_ROW (object)->value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ponder_choice_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  if (prop_id == PROP_VALUE)
    ponder_choice_row_set_value (PONDER_CHOICE_ROW (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ponder_choice_row_class_init (PonderChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ponder_choice_row_finalize;
  object_class->get_property = ponder_choice_row_get_property;
  object_class->set_property = ponder_choice_row_set_property;

  properties[PROP_VALUE] =
    g_param_spec_uint ("value", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_choice_row_init (PonderChoiceRow *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (guint));
  self->offered = g_array_new (FALSE, FALSE, sizeof (guint));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

void
ponder_choice_row_set_choices (PonderChoiceRow   *self,
                               const guint       *values,
                               guint              n_values,
                               PonderChoiceWords  words)
{
  g_return_if_fail (PONDER_IS_CHOICE_ROW (self));
  g_return_if_fail (n_values > 0);
  g_return_if_fail (words != NULL);

  g_array_set_size (self->choices, 0);
  g_array_append_vals (self->choices, values, n_values);
  g_array_set_size (self->offered, 0);
  self->words = words;
  self->value = values[0];
  update (self);
}

void
ponder_choice_row_set_value (PonderChoiceRow *self,
                             guint            value)
{
  g_return_if_fail (PONDER_IS_CHOICE_ROW (self));

  if (self->value == value)
    return;

  self->value = value;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
