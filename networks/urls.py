from django.urls import include, path

from networks.views import membership, network

app_name = "networks"

# /networks/memberships/
membership_urls = [
    path("", membership.membership_list, name="membership_list"),
    path("new/", membership.membership_new, name="membership_new"),
    path("<int:pk>/", membership.membership_detail, name="membership_detail"),
    path("<int:pk>/edit/", membership.membership_edit, name="membership_edit"),
]

# /networks/
urlpatterns = [
    path("", network.network_list, name="network_list"),
    path("new/", network.network_new, name="network_new"),
    path("<int:pk>/", network.network_detail, name="network_detail"),
    path("<int:pk>/edit/", network.network_edit, name="network_edit"),
    path("memberships/", include(membership_urls)),
]
