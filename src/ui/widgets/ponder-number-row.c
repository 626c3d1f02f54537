/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number that may be left to somebody else. */

#include "config.h"

#include "ponder-number-row.h"

#include <glib/gi18n.h>
#include <math.h>

/* Made by templates. */
struct _PonderNumberRow
{
  GtkWidget  parent_instance;

  GtkLabel  *title;
  GtkEntry  *entry;
  GtkLabel  *note;

  char      *reason;            /* (nullable) */
  double     value;
  double     minimum;
  double     maximum;
  double     step;
  double     start;
  guint      whole : 1;
  guint      wrong : 1;         /* what is typed is no value */
  guint      filling : 1;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_UNSET_TEXT,
  PROP_MINIMUM,
  PROP_MAXIMUM,
  PROP_STEP,
  PROP_START,
  PROP_WHOLE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderNumberRow, ponder_number_row, GTK_TYPE_WIDGET)

static gboolean
same (double a,
      double b)
{
  return !isnan (a) == !isnan (b) && !(a < b) && !(a > b);
}

/* Either mark of decimals, and the wide digits that input methods of East Asia type. FALSE: it is no such number. */
static gboolean
read_number (PonderNumberRow *self,
             const char      *typed,
             double          *value)
{
  g_autofree char *plain = g_utf8_normalize (typed, -1, G_NORMALIZE_ALL_COMPOSE);
  char *end;

  g_strdelimit (g_strstrip (plain), ",", '.');
  *value = NAN;
  if (*plain == '\0')
    return TRUE;
  if (plain[strspn (plain, self->whole ? "0123456789" : "-.0123456789")] != '\0')
    return FALSE;
  *value = g_ascii_strtod (plain, &end);
  return *end == '\0' && *value >= self->minimum && *value <= self->maximum;
}

static char *
dup_number (PonderNumberRow *self,
            double           value)
{
  return g_strdup_printf (self->whole ? "%.0f" : "%g", value);
}

/* (transfer full) (nullable) */
static char *
dup_note (PonderNumberRow *self)
{
  g_autofree char *minimum = dup_number (self, self->minimum);
  g_autofree char *maximum = dup_number (self, self->maximum);

  if (!self->wrong)
    return g_strdup (self->reason);
  if (self->whole)
    /* Translators: the smallest and the largest number that can be typed. */
    return g_strdup_printf (_("A whole number from %s to %s"), minimum, maximum);
  /* Translators: the smallest and the largest number that can be typed. */
  return g_strdup_printf (_("A number from %s to %s"), minimum, maximum);
}

static void
update_note (PonderNumberRow *self)
{
  g_autofree char *note = dup_note (self);

  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  if (self->wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               self->wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update_icon (PonderNumberRow *self)
{
  gboolean empty = gtk_entry_get_text_length (self->entry) == 0;

  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY, empty ? NULL : "edit-clear-symbolic");
}

static void
text_changed_cb (PonderNumberRow *self)
{
  double value;

  update_icon (self);
  if (self->filling)
    return;
  self->wrong = !read_number (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)), &value);
  update_note (self);
  if (self->wrong || same (value, self->value))
    return;
  self->value = value;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
icon_released_cb (PonderNumberRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
take_step (PonderNumberRow *self,
           int              direction)
{
  double next = isnan (self->value) ? self->start : self->value + direction * self->step;
  /* Tenths have no exact form: what is left over from adding them is not shown. */
  g_autofree char *text = dup_number (self, CLAMP (round (next * 1000) / 1000, self->minimum, self->maximum));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static gboolean
key_pressed_cb (PonderNumberRow *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    take_step (self, 1);
  else if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    take_step (self, -1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
ponder_number_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PONDER_NUMBER_ROW (widget)->entry));
}

static void
ponder_number_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_number_row_parent_class)->dispose (object);
}

static void
ponder_number_row_finalize (GObject *object)
{
  g_free (PONDER_NUMBER_ROW (object)->reason);

  G_OBJECT_CLASS (ponder_number_row_parent_class)->finalize (object);
}

static void
ponder_number_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PonderNumberRow *self = PONDER_NUMBER_ROW (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (self->title, g_value_get_string (value));
      break;
    case PROP_UNSET_TEXT:
      gtk_entry_set_placeholder_text (self->entry, g_value_get_string (value));
      break;
    case PROP_MINIMUM:
      self->minimum = g_value_get_double (value);
      break;
    case PROP_MAXIMUM:
      self->maximum = g_value_get_double (value);
      break;
    case PROP_STEP:
      self->step = g_value_get_double (value);
      break;
    case PROP_START:
      self->start = g_value_get_double (value);
      break;
    case PROP_WHOLE:
      self->whole = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static GParamSpec *
create_text (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, "",
                              G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static GParamSpec *
create_number (const char *name)
{
  return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                              G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static void
ponder_number_row_class_init (PonderNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_number_row_dispose;
  object_class->finalize = ponder_number_row_finalize;
  object_class->set_property = ponder_number_row_set_property;
  widget_class->grab_focus = ponder_number_row_grab_focus;

  properties[PROP_TITLE] = create_text ("title");
  properties[PROP_UNSET_TEXT] = create_text ("unset-text");
  properties[PROP_MINIMUM] = create_number ("minimum");
  properties[PROP_MAXIMUM] = create_number ("maximum");
  properties[PROP_STEP] = create_number ("step");
  properties[PROP_START] = create_number ("start");
  properties[PROP_WHOLE] =
    g_param_spec_boolean ("whole", NULL, NULL, FALSE,
                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/widgets/ponder-number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderNumberRow, title);
  gtk_widget_class_bind_template_child (widget_class, PonderNumberRow, entry);
  gtk_widget_class_bind_template_child (widget_class, PonderNumberRow, note);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, icon_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
ponder_number_row_init (PonderNumberRow *self)
{
  self->value = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
}

double
ponder_number_row_get_value (PonderNumberRow *self)
{
  g_return_val_if_fail (PONDER_IS_NUMBER_ROW (self), NAN);

  return self->value;
}

void
ponder_number_row_set_value (PonderNumberRow *self,
                             double           value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PONDER_IS_NUMBER_ROW (self));

  self->value = value;
  self->wrong = FALSE;
  text = isnan (value) ? g_strdup ("") : dup_number (self, value);
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->filling = FALSE;
  update_note (self);
}

void
ponder_number_row_set_reason (PonderNumberRow *self,
                              const char      *reason)
{
  g_return_if_fail (PONDER_IS_NUMBER_ROW (self));

  g_free (self->reason);
  self->reason = g_strdup (reason);
  gtk_widget_set_sensitive (gtk_widget_get_parent (GTK_WIDGET (self->entry)), reason == NULL);
  update_note (self);
}
