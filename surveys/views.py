from django.http import HttpResponse


def index(request):
    return HttpResponse("stub")


def edition(request, year):
    return HttpResponse("stub")
