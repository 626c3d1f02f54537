/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a part's row: below each other where there is no room beside each other. */

#include "config.h"

#include "ponder-think-part-layout.h"

#include "ponder-measure.h"

#define SPACING 12
#define LINE_SPACING 3
/* Letters: from here on there is room for one line. The columns of all rows are as wide, whatever is in them. */
#define WIDE 80
#define FACTS_WIDTH 14
/* Of what the other columns leave, in percent; the rest is for what was found. */
#define NAME_SHARE 44

struct _PonderThinkPartLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PonderThinkPartLayout, ponder_think_part_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where everything stands; what is not shown has no width. */
typedef struct
{
  GtkWidget    *children[PONDER_THINK_PART_N_COLUMNS];
  GtkAllocation places[PONDER_THINK_PART_N_COLUMNS];
  int           height;
} Plan;

static void
find_children (Plan      *plan,
               GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (guint i = 0; i < PONDER_THINK_PART_N_COLUMNS && child != NULL; i++)
    {
      plan->children[i] = gtk_widget_should_layout (child) ? child : NULL;
      child = gtk_widget_get_next_sibling (child);
    }
}

static int
get_width (const Plan            *plan,
           PonderThinkPartColumn  column)
{
  int natural = 0;

  if (plan->children[column] != NULL)
    gtk_widget_measure (plan->children[column], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
get_height (const Plan            *plan,
            PonderThinkPartColumn  column,
            int                    width)
{
  int natural = 0;

  if (plan->children[column] != NULL)
    gtk_widget_measure (plan->children[column], GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static void
put (Plan                  *plan,
     PonderThinkPartColumn  column,
     int                    x,
     int                    width)
{
  plan->places[column].x = x;
  plan->places[column].width = MAX (1, width);
  plan->places[column].height = get_height (plan, column, MAX (1, width));
}

/* The columns @first to @last stand in one line at @y. Returns its height. */
static int
align (Plan                  *plan,
       PonderThinkPartColumn  first,
       PonderThinkPartColumn  last,
       int                    y)
{
  int height = 0;

  for (guint i = first; i <= last; i++)
    height = MAX (height, plan->places[i].height);
  for (guint i = first; i <= last; i++)
    plan->places[i].y = y + (height - plan->places[i].height) / 2;
  return height;
}

static void
plan_wide (Plan      *plan,
           GtkWidget *widget,
           int        width)
{
  int lead = get_width (plan, PONDER_THINK_PART_LEAD);
  int column = ponder_measure_letters (widget, FACTS_WIDTH);
  int facts = MAX (get_width (plan, PONDER_THINK_PART_FACTS), column);
  int name = (width - lead - column - 3 * SPACING) * NAME_SHARE / 100;
  int buttons = get_width (plan, PONDER_THINK_PART_BUTTONS);
  int x = lead + SPACING + name + SPACING;
  int end = width - (buttons > 0 ? buttons + SPACING : 0);

  put (plan, PONDER_THINK_PART_LEAD, 0, lead);
  put (plan, PONDER_THINK_PART_NAME, lead + SPACING, name);
  put (plan, PONDER_THINK_PART_FACTS, x, facts);
  put (plan, PONDER_THINK_PART_STATUS, x + facts + SPACING, end - x - facts - SPACING);
  put (plan, PONDER_THINK_PART_BUTTONS, width - buttons, buttons);
  plan->height = align (plan, PONDER_THINK_PART_LEAD, PONDER_THINK_PART_BUTTONS, 0);
}

static void
plan_narrow (Plan *plan,
             int   width)
{
  int lead = get_width (plan, PONDER_THINK_PART_LEAD);
  int facts = get_width (plan, PONDER_THINK_PART_FACTS);
  int buttons = get_width (plan, PONDER_THINK_PART_BUTTONS);
  int start = lead + SPACING;
  int height;

  put (plan, PONDER_THINK_PART_LEAD, 0, lead);
  put (plan, PONDER_THINK_PART_NAME, start, width - start - (facts > 0 ? facts + SPACING : 0));
  put (plan, PONDER_THINK_PART_FACTS, width - facts, facts);
  put (plan, PONDER_THINK_PART_STATUS, start, width - start);
  put (plan, PONDER_THINK_PART_BUTTONS, start, MIN (buttons, width - start));

  plan->height = align (plan, PONDER_THINK_PART_LEAD, PONDER_THINK_PART_FACTS, 0);
  for (PonderThinkPartColumn i = PONDER_THINK_PART_STATUS; i <= PONDER_THINK_PART_BUTTONS; i++)
    {
      height = align (plan, i, i, plan->height + LINE_SPACING);
      plan->height += height > 0 ? height + LINE_SPACING : 0;
    }
}

static Plan
make_plan (GtkWidget *widget,
           int        width)
{
  Plan plan = { 0 };

  find_children (&plan, widget);
  if (width >= ponder_measure_letters (widget, WIDE))
    plan_wide (&plan, widget, width);
  else
    plan_narrow (&plan, width);
  return plan;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  Plan plan = { 0 };
  int lead;

  find_children (&plan, widget);
  lead = get_width (&plan, PONDER_THINK_PART_LEAD) + SPACING;
  *minimum = lead + MAX (get_width (&plan, PONDER_THINK_PART_FACTS) + SPACING,
                         get_width (&plan, PONDER_THINK_PART_BUTTONS));
  *natural = MAX (*minimum, ponder_measure_letters (widget, WIDE));
}

static void
ponder_think_part_layout_measure (GtkLayoutManager *manager,
                                  GtkWidget        *widget,
                                  GtkOrientation    orientation,
                                  int               for_size,
                                  int              *minimum,
                                  int              *natural,
                                  int              *minimum_baseline,
                                  int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural = make_plan (widget, for_size < 0 ? ponder_measure_letters (widget, WIDE) : for_size).height;
}

static void
ponder_think_part_layout_allocate (GtkLayoutManager *manager,
                                   GtkWidget        *widget,
                                   int               width,
                                   int               height,
                                   int               baseline)
{
  Plan plan = make_plan (widget, width);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < PONDER_THINK_PART_N_COLUMNS; i++)
    {
      if (plan.children[i] == NULL)
        continue;
      if (mirrored)
        plan.places[i].x = width - plan.places[i].x - plan.places[i].width;
      gtk_widget_size_allocate (plan.children[i], &plan.places[i], -1);
    }
}

static GtkSizeRequestMode
ponder_think_part_layout_get_request_mode (GtkLayoutManager *manager,
                                           GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_think_part_layout_class_init (PonderThinkPartLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = ponder_think_part_layout_measure;
  layout_class->allocate = ponder_think_part_layout_allocate;
  layout_class->get_request_mode = ponder_think_part_layout_get_request_mode;
}

static void
ponder_think_part_layout_init (PonderThinkPartLayout *self)
{
}
